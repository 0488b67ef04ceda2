// What keeps the broker out: sealed calls, answers and log-ins (docs/PROTOCOL.md). Pure but for random bytes.
import sodium from 'libsodium-wrappers'

const NONCE_BYTES = 24

export const sealReady = sodium.ready

const encode = (bytes) => sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING)
const decode = (text) => sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING)

export const randomBytes = (count) => sodium.randombytes_buf(count)
export const hex = (bytes) => sodium.to_hex(bytes)
export const unhex = (text) => sodium.from_hex(text)
export const keyOf = (text) => decode(text)

const data = (what, station, session, rest) =>
  [what, station.site, station.controller, station.station, session, ...rest].join('\n')

function seal(key, text, bound) {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, bound, null, nonce, key)
  const box = new Uint8Array(nonce.length + sealed.length)
  box.set(nonce)
  box.set(sealed, nonce.length)
  return encode(box)
}

function open(key, box, bound) {
  const bytes = decode(box)
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const sealed = bytes.subarray(NONCE_BYTES)
  return sodium.to_string(
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, bound, nonce, key))
}

// The message of a call: session is the id, '' without one; key the session's, else the station's.
export function sealCall({ station, session, key, once, count, correlation, method, parameters, language, unattended }) {
  const bound = data('zutritt/1 call', station, session, [once, String(count), correlation])
  const box = seal(key, JSON.stringify({ method, parameters, language, unattended }), bound)
  return JSON.stringify({ v: 1, session, once, count, box })
}

// What a reply says, or null when it is not from the gateway.
export function openReply({ station, session, key, correlation, box }) {
  try {
    return JSON.parse(open(key, box, data('zutritt/1 reply', station, session, [correlation])))
  } catch {
    return null
  }
}

export function openNotice({ station, session, key, box }) {
  try {
    return JSON.parse(open(key, box, data('zutritt/1 notice', station, session, []))).notice
  } catch {
    return null
  }
}

// The controller's key, if it is the one that the link spoke of.
export function controllerKey(status, station) {
  try {
    const key = decode(status.public_key)
    return encode(sodium.crypto_generichash(32, key)) === station.fingerprint ? key : null
  } catch {
    return null
  }
}

export function sealFor(controller, secret) {
  return encode(sodium.crypto_box_seal(JSON.stringify(secret), controller))
}

export const newSecret = () => encode(randomBytes(32))

export function sessionKey(station, session, secret) {
  return sodium.crypto_generichash(32, data('zutritt/1 session', station, session, []), decode(secret))
}
