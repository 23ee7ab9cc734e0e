import type { RunDetail } from '../domain/run/run-view.schema.ts'
import type { Io } from './io.ts'
import { changedLines, liveLines } from './run-view.ts'
import { createPaint, width } from './style.ts'

/** Shows a run while it is watched. */
export interface Display {
  update(run: RunDetail): void
  /** Says something that is not part of the run. */
  note(text: string): void
  /** Leaves the terminal as a person expects it. */
  close(): void
}

/** Milliseconds between two pictures of a live display. */
const FRAME_MS = 120

/** The display that fits: NDJSON for programs, a table redrawn in place on a terminal, else plain lines. */
export function createDisplay(io: Io, { json }: { readonly json: boolean }): Display {
  if (json) return jsonDisplay(io)
  return io.isLive ? liveDisplay(io) : plainDisplay(io)
}

function jsonDisplay(io: Io): Display {
  let last = ''
  return {
    update(run) {
      const line = JSON.stringify(run)
      if (line !== last) io.out(`${line}\n`)
      last = line
    },
    note: (text) => io.err(`${text}\n`),
    close() {},
  }
}

function plainDisplay(io: Io): Display {
  let before: RunDetail | null = null
  return {
    update(run) {
      for (const line of changedLines(before, run)) io.err(`${line}\n`)
      before = run
    },
    note: (text) => io.err(`${text}\n`),
    close() {},
  }
}

/** Each picture is one write over the one before, so nothing flickers; lines never wrap. */
function liveDisplay(io: Io): Display {
  const paint = createPaint(io.hasColor)
  let shown = 0
  let frame = 0
  let latest: RunDetail | null = null
  const draw = () => {
    if (latest === null) return
    const lines = liveLines(latest, { now: Date.now(), frame, paint }).map((line) => cut(line, io.columns()))
    frame += 1
    io.err(`${up(shown)}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`)
    shown = lines.length
  }
  const clear = () => {
    if (shown > 0) io.err(`${up(shown)}\u001b[0J`)
    shown = 0
  }
  const timer = setInterval(draw, FRAME_MS)
  return {
    update(run) {
      latest = run
      draw()
    },
    note(text) {
      clear()
      io.err(`${text}\n`)
      draw()
    },
    close() {
      clearInterval(timer)
      clear()
    },
  }
}

function up(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\r`
}

/** Colours are dropped with what is cut off: a line that is too long is shown plain. */
function cut(line: string, columns: number): string {
  if (width(line) < columns) return line
  const plain = line.replace(new RegExp(String.raw`\u001b\[\d+m`, 'g'), '')
  return [...plain].slice(0, Math.max(1, columns - 1)).join('')
}
