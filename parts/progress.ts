import { styleText } from 'node:util'

import type { Report } from './part.ts'

/** Work that takes less is not worth a line. */
const SILENT_MS = 2_000

/** How often a long piece of work says that it is still going on. */
const HEARTBEAT_MS = 10_000

/** Lines on standard error, so that standard output stays for results. */
export const consoleReport: Report = (line) => {
  process.stderr.write(`${styleText('dim', '·')} ${line}\n`)
}

/**
 * Runs a piece of work; when it takes more than two seconds it is announced, repeated with the elapsed
 * time now and then, and closed with the time it took.
 */
export async function timed<T>(what: string, report: Report, work: () => Promise<T>): Promise<T> {
  const startedMs = Date.now()
  const elapsed = () => seconds(Date.now() - startedMs)
  const announce = setTimeout(() => report(`${what} …`), SILENT_MS)
  const heartbeat = setInterval(() => report(`${what} … ${elapsed()}`), HEARTBEAT_MS)
  try {
    const result = await work()
    if (Date.now() - startedMs > SILENT_MS) report(`${what}: done in ${elapsed()}`)
    return result
  } finally {
    clearTimeout(announce)
    clearInterval(heartbeat)
  }
}

/** `1234` → `1.2 s`, `75000` → `1 min 15 s`. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}
