// One for many: a display may call 20 times a second, and a shift that begins makes more events than that.
export function gather(task, ms) {
  let timer = null
  return () => {
    timer ??= setTimeout(() => {
      timer = null
      task()
    }, ms)
  }
}
