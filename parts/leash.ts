/**
 * Loaded before the program in each Node process of the engine: ends the process when the supervisor is
 * gone, however it went. The channel does not keep the program alive.
 */
const GRACE_MS = 10_000

process.channel?.unref()
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
