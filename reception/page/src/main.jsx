// The reception's display. Start reading here: the station is found, the line opened, the page drawn.
import { render } from 'preact'
import { watchCertificate } from './certificate.js'
import { hear, loseFeed, startTicking } from './feed.js'
import { language, speak } from './lang.js'
import { Line, connection } from './line.js'
import { holdThePlace } from './place.js'
import { sealReady } from './seal.js'
import { hearNotice, useLine, watchIdle } from './session.js'
import { allowSound } from './sound.js'
import { takeLink } from './station.js'
import { App } from './views/app.jsx'
import { Welcome } from './views/welcome.jsx'

async function start() {
  const page = document.getElementById('page')
  const { station, isBroken } = takeLink(location, history)
  speak(language.value)
  if (station === null) return render(<Welcome isBroken={isBroken} />, page)
  await sealReady
  const line = new Line(station, { onMessage: hear, onNotice: hearNotice })
  useLine(line)
  startTicking()
  watchIdle()
  watchCertificate()
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, allowSound, { passive: true })
  connection.subscribe((state) => state !== 'connected' && loseFeed())
  holdThePlace(() => line.rest())
  render(<App station={station} />, page)
  line.open(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`)
}

start()
