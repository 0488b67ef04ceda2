// The line to the broker: one connection, what comes on it, calls and their answers (docs/PROTOCOL.md). It never says
// that something was done unless an answer that it could open says so.
import { signal } from '@preact/signals'
import mqtt from 'mqtt'
import * as seal from './seal.js'
import { language } from './lang.js'
import { topics } from './station.js'

const PATIENCE_MS = 4000 // for an answer, before the gateway is asked what became of the call
const ASK_AGAIN_MS = 700
const GIVE_UP_MS = 90_000
const COUNTS = 64
const SESSION_TAKEN_OVER = 0x8e

// 'resting': another page with this station's identity took over.
export const connection = signal('connecting') // connecting, connected, lost, refused, resting

export class CallError extends Error {
  constructor(error, parameters = {}) {
    super(parameters.message ?? error)
    this.error = error
    this.parameters = parameters
  }
}

export class Line {
  constructor(station, { onMessage, onNotice }) {
    this.station = station
    this.topics = topics(station)
    this.stationKey = seal.keyOf(station.key)
    this.onMessage = onMessage
    this.onNotice = onNotice
    this.session = null // {id, key}
    this.isTouched = false // by somebody, since the last call in the session (rule P7)
    this.beat = null
    this.waiting = new Map() // correlation → {session, key, resolve, stale}
  }

  open(url) {
    this.client = mqtt.connect(url, {
      protocolVersion: 5,
      clientId: this.station.station,
      username: this.station.station,
      password: this.station.password,
      clean: true,
      properties: { sessionExpiryInterval: 0 },
      keepalive: 20,
      reconnectPeriod: 1000,
      connectTimeout: 5000,
      queueQoSZero: false,
      timerVariant: 'native',
      resubscribe: false,
    })
    this.client.on('connect', () => this.subscribe())
    this.client.on('message', (topic, payload, packet) => this.hear(topic, payload, packet))
    this.client.on('close', () => this.lose())
    this.client.on('error', (error) => this.refuse(error))
    this.client.on('disconnect', (packet) => {
      if (packet.reasonCode === SESSION_TAKEN_OVER) this.rest()
    })
  }

  subscribe() {
    const t = this.topics
    const wanted = [t.status, t.beat, t.event, t.reply, t.doors, t.alarms, t.occupancies]
    this.client.subscribe(wanted, { qos: 1 }, (error) => {
      connection.value = error ? 'refused' : 'connected'
    })
  }

  lose() {
    if (!['resting', 'refused'].includes(connection.value)) connection.value = 'lost'
    this.beat = null
  }

  refuse(error) {
    if ([0x86, 0x87, 4, 5].includes(error.code)) connection.value = 'refused'
  }

  rest() {
    connection.value = 'resting'
    this.client.end(true)
  }

  close() {
    this.client?.end(true)
  }

  // ---- what comes ----

  hear(topic, payload, packet) {
    let message
    try {
      message = JSON.parse(payload.toString())
    } catch {
      return
    }
    if (typeof message !== 'object' || message === null) return
    if (topic === this.topics.reply) this.answer(message, packet.properties?.correlationData)
    else this.tell(topic, message, packet.retain)
  }

  tell(topic, message, isRetained) {
    if (topic === this.topics.beat) {
      if (isRetained || typeof message.once !== 'string' || message.once === this.beat?.once) return
      this.beat = { once: message.once, at: performance.now(), count: 0 }
    }
    this.onMessage(topic, message)
  }

  answer(message, correlationData) {
    if (correlationData === undefined) return this.notice(message)
    const correlation = seal.hex(new Uint8Array(correlationData))
    const call = this.waiting.get(correlation)
    if (call === undefined) return
    if (typeof message.error === 'string') return call.hint(message.error)
    const reply = seal.openReply({ station: this.station, ...call, correlation, box: message.box })
    if (reply !== null) call.resolve(reply)
  }

  notice(message) {
    if (this.session === null || message.session !== this.session.id) return
    const { id: session, key } = this.session
    const notice = seal.openNotice({ station: this.station, session, key, box: message.box })
    if (notice !== null) this.onNotice(notice)
  }

  // ---- calls ----

  // One answer to one call; CallError says why not. 'Unknown': nobody can tell what became of it.
  async call(method, parameters = {}, { isOpen = false } = {}) {
    const identity = isOpen || this.session === null ? this.itself() : this.session
    const correlation = seal.hex(seal.randomBytes(16))
    const { reply, hint } = await this.ask(identity, correlation, method, parameters)
    const known = reply ?? (await this.outcome(identity, correlation, hint))
    if (known.error !== undefined) throw new CallError(known.error, known.parameters)
    return known.parameters ?? {}
  }

  itself() {
    return { id: '', key: this.stationKey }
  }

  // {reply}; or {hint}, which proves nothing; or {} when nothing came in time.
  ask(identity, correlation, method, parameters) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish({}), PATIENCE_MS)
      const finish = (result) => {
        clearTimeout(timer)
        this.waiting.delete(correlation)
        resolve(result)
      }
      this.waiting.set(correlation, {
        session: identity.id, key: identity.key,
        resolve: (reply) => finish({ reply }),
        hint: (hint) => finish({ hint }),
      })
      const isSent = this.send(identity, correlation, method, parameters)
      if (!isSent) finish({ reply: { error: 'io.zutritt.station.NotSent' } })
    })
  }

  send(identity, correlation, method, parameters) {
    const beat = this.beat
    if (connection.value !== 'connected' || beat === null || beat.count >= COUNTS) return false
    beat.count += 1
    const payload = seal.sealCall({
      station: this.station, session: identity.id, key: identity.key,
      once: beat.once, count: beat.count, correlation, method, parameters, language: language.value,
      unattended: !this.isTouched,
    })
    if (identity.id !== '') this.isTouched = false
    this.client.publish(this.topics.call, payload, {
      qos: 1,
      properties: { correlationData: seal.unhex(correlation), messageExpiryInterval: 5 },
    })
    return true
  }

  // No answer that proves anything: asks the gateway what became of the call until it can tell.
  async outcome(identity, correlation, hint) {
    const deadline = performance.now() + GIVE_UP_MS
    while (performance.now() < deadline) {
      const other = seal.hex(seal.randomBytes(16))
      const { reply } = await this.ask(this.itself(), other, 'io.zutritt.station.Outcome', { correlation })
      const told = reply?.parameters
      if (told?.outcome === 'answered') {
        const { id: session, key } = identity
        const answer = seal.openReply({ station: this.station, session, key, correlation, box: told.box })
        if (answer !== null) return answer
      }
      if (told?.outcome === 'unknown') return { error: `io.zutritt.station.${hint ?? 'NotDone'}` }
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
    return { error: 'io.zutritt.station.Unknown' }
  }
}
