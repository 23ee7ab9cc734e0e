import { stripVTControlCharacters, styleText } from 'node:util'

/** Lays rows out in columns as wide as their widest cell; the last column is left as it is. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header.map((title) => styleText('bold', title)), ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
  return all.map((row) => line(row, widths)).join('\n')
}

function line(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
  return cells.join('  ').trimEnd()
}

function width(text: string): number {
  return stripVTControlCharacters(text).length
}
