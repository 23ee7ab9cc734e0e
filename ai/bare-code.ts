/** A piece of Python source: a string with its quotes, a comment, or anything else. */
const PIECES =
  /(?<string>[rRbBuUfF]{0,2}(?:'''(?:\\[^]|[^\\])*?'''|"""(?:\\[^]|[^\\])*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"))|(?<comment>#[^\n]*)|(?<word>\w+)|(?<other>[^])/g

/**
 * Python code without its comments and docstrings, which tell a reviewer what to think and do nothing.
 * Strings that the program uses stay; so does every statement.
 */
export function bareCode(code: string): string {
  let open = 0
  const kept = [...code.matchAll(PIECES)].map((piece) => {
    const { string, comment, other } = piece.groups ?? {}
    if (other !== undefined) open += bracket(other)
    if (comment !== undefined) return ''
    if (string === undefined || open > 0 || !isStatement(code, piece)) return piece[0]
    return placeholder(code, piece.index)
  })
  return kept
    .join('')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A string that begins its line at the level of a statement is no part of an expression. */
function isStatement(code: string, { index, 0: text }: RegExpExecArray): boolean {
  const line = code.slice(code.lastIndexOf('\n', index - 1) + 1, index)
  const after = /^[ \t]*(?:#[^\n]*)?(?:\n|;|$)/.test(code.slice(index + text.length))
  return line.trim() === '' && after
}

/** Inside of brackets a line of its own is no statement of its own. */
function bracket(character: string): number {
  if ('([{'.includes(character)) return 1
  return ')]}'.includes(character) ? -1 : 0
}

/** A block that held nothing else still needs a statement. */
function placeholder(code: string, index: number): string {
  return /:[ \t]*(?:#[^\n]*)?\n\s*$/.test(code.slice(0, index)) ? '...' : ''
}
