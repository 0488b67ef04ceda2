// The bell and the alarm, made of two tones each: no file to load, nothing that sounds before somebody has clicked.
let context

export function allowSound() {
  context ??= new AudioContext()
  if (context.state === 'suspended') context.resume()
}

function tone(hertz, from, length) {
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = hertz
  volume.gain.setValueAtTime(0, from)
  volume.gain.linearRampToValueAtTime(0.4, from + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, from + length)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(from)
  oscillator.stop(from + length)
}

export function ringBell() {
  if (context?.state !== 'running') return
  tone(880, context.currentTime, 0.9)
  tone(659, context.currentTime + 0.45, 1.1)
}

export function soundAlarm() {
  if (context?.state !== 'running') return
  for (let i = 0; i < 4; i++) tone(i % 2 === 0 ? 988 : 740, context.currentTime + i * 0.25, 0.24)
}
