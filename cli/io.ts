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
    onInterrupt(callback) {
      process.on('SIGINT', callback)
      return () => void process.off('SIGINT', callback)
    },
  }
}
