/** Python's keywords, which cannot name a parameter. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/** Characters that print as themselves; all others are escaped. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

/** Is this an ASCII identifier that Python accepts as a parameter's name? */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name)
}

/** A text as one Python string literal, in the quotes that Black would choose. */
export function literal(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"'
  return quote + pieces(text, quote).join('') + quote
}

/** A text as adjacent literals of at most `width` columns each, broken after spaces where there are any. */
export function literals(text: string, width: number): readonly string[] {
  const found: string[] = []
  let rest = [...text]
  while (rest.length > 0) {
    const length = chunkLength(rest, width)
    found.push(literal(rest.slice(0, length).join('')))
    rest = rest.slice(length)
  }
  return found.length > 0 ? found : [literal('')]
}

/** A text as part of a docstring: one line, no quotes or backslashes that could end or change it. */
export function prose(text: string): string {
  const plain = [...text].map((char) => (PRINTABLE.test(char) ? char : ' ')).join('')
  return plain.replaceAll('"', "'").replaceAll('\\', '/').replace(/\s+/g, ' ').trim()
}

/** Columns a text takes in an editor; wide scripts count double. */
export function columns(text: string): number {
  return [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0)
}

/** Words filled into lines of at most `width` columns; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const words = text.split(' ').flatMap((word) => cut(word, width))
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && columns(last) + 1 + columns(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function cut(word: string, width: number): readonly string[] {
  const parts: string[] = ['']
  for (const char of word) {
    const last = parts.at(-1) ?? ''
    if (columns(last + char) > width) parts.push(char)
    else parts[parts.length - 1] = last + char
  }
  return parts
}

function chunkLength(chars: readonly string[], width: number): number {
  let length = 0
  while (length < chars.length && columns(literal(chars.slice(0, length + 1).join(''))) <= width) length += 1
  if (length === chars.length) return length
  const space = chars.slice(0, length).lastIndexOf(' ')
  return space > 0 ? space + 1 : Math.max(1, length)
}

function pieces(text: string, quote: string): readonly string[] {
  return [...text].map((char) => {
    if (char === '\\' || char === quote) return `\\${char}`
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return PRINTABLE.test(char) ? char : codePoint(char.codePointAt(0) ?? 0)
  })
}

function codePoint(code: number): string {
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

function count(text: string, char: string): number {
  return text.split(char).length - 1
}
