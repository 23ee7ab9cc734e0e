/** Paints text for a terminal, or leaves it as it is. */
export interface Paint {
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
}

/** Colours when the terminal wants them. */
export function createPaint(hasColor: boolean): Paint {
  const paint = (on: number, off: number) => (text: string) =>
    hasColor ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return {
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  }
}

// An escape sequence is what colours are made of; it takes no room.
const ESCAPES = new RegExp(String.raw`\u001b\[\d+m`, 'g')

/** Characters a text takes on the terminal. */
export function width(text: string): number {
  return [...text.replace(ESCAPES, '')].length
}

/** Lines of aligned columns; the first row is the head. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => width(row.at(index) ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, index) => pad(cell, Number(widths[index])))
      .join('  ')
      .trimEnd(),
  )
}

function pad(cell: string, to: number): string {
  return cell + ' '.repeat(to - width(cell))
}

/** A duration for people: 840 ms, 12.3 s, 4 min 05 s. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** Micro-dollars as dollars; of less than a cent the fractions too. */
export function dollars(microUsd: number): string {
  const isTiny = microUsd > 0 && microUsd < 10_000
  return `$${(microUsd / 1_000_000).toFixed(isTiny ? 4 : 2)}`
}
