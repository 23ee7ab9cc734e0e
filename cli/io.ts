import { createInterface } from 'node:readline/promises'

/** Where a command reads its settings and writes its words; tests give their own. */
export interface Io {
  /** data */
  readonly out: (text: string) => void
  /** progress, advice and errors */
  readonly err: (text: string) => void
  /** the progress display may be redrawn in place */
  readonly isLive: boolean
  readonly hasColor: boolean
  /** width of the display in characters */
  readonly columns: () => number
  /** asks a person who sits there; no answer counts as no. Null: nobody does */
  readonly confirm: ((question: string) => Promise<boolean>) | null
  /** calls back at Ctrl-C; returns how to stop that */
  readonly onInterrupt: (callback: () => void) => () => void
}

/** The terminal of this process; progress is drawn on standard error, so that standard output stays data. */
export function processIo(environment: NodeJS.ProcessEnv = process.env): Io {
  const isTty = process.stderr.isTTY === true && environment['TERM'] !== 'dumb'
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isLive: isTty && !environment['CI'],
    hasColor: isTty && !environment['NO_COLOR'],
    columns: () => process.stderr.columns ?? 100,
    confirm: isTty && process.stdin.isTTY ? confirm : null,
    onInterrupt(callback) {
      process.on('SIGINT', callback)
      return () => void process.off('SIGINT', callback)
    },
  }
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const gone = new AbortController()
  const leave = () => gone.abort()
  terminal.on('SIGINT', leave).on('close', leave)
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: gone.signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (!gone.signal.aborted) throw error
    process.stderr.write('\n')
    return false
  } finally {
    terminal.close()
  }
}
