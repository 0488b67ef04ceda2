// Who this display is: given once by a link, kept in this browser (docs/PROTOCOL.md, "What a station is given").

const PLACE = 'zutritt.station'
const PARTS = ['site', 'controller', 'station', 'password', 'key', 'fingerprint']
const NAME = /^[a-z0-9][a-z0-9-]*$/i
const SECRET = /^[A-Za-z0-9_-]{43}$/

function isStation(station) {
  return (
    PARTS.every((part) => typeof station?.[part] === 'string') &&
    ['site', 'controller', 'station'].every((part) => NAME.test(station[part])) &&
    ['key', 'fingerprint'].every((part) => SECRET.test(station[part]))
  )
}

// The station of a link's hash, null when it is no such link.
export function stationOfLink(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  if (given.get('zutritt') !== '1') return null
  const station = Object.fromEntries(PARTS.map((part) => [part, given.get(part)]))
  return isStation(station) ? station : null
}

export function recallStation() {
  try {
    const station = JSON.parse(localStorage.getItem(PLACE))
    return isStation(station) ? station : null
  } catch {
    return null
  }
}

export function rememberStation(station) {
  localStorage.setItem(PLACE, JSON.stringify(station))
}

// Takes a link out of the address bar and the history: it is as good as a key.
export function takeLink(location, history) {
  const station = stationOfLink(location.hash)
  const isLink = location.hash.includes('zutritt=')
  if (isLink) history.replaceState(null, '', location.pathname)
  if (station) rememberStation(station)
  return { station: station ?? recallStation(), isBroken: isLink && !station }
}

export const topics = (station) => {
  const controller = `zutritt/${station.site}/controller/${station.controller}`
  return {
    status: `${controller}/status`,
    beat: `${controller}/beat`,
    event: `${controller}/event`,
    call: `${controller}/call/${station.station}`,
    reply: `${controller}/reply/${station.station}`,
    doors: `zutritt/${station.site}/door/+`,
    alarms: `zutritt/${station.site}/area/+/alarm`,
    occupancies: `zutritt/${station.site}/area/+/occupancy`,
  }
}
