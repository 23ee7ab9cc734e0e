/** A piece of Python that does nothing. */
export interface DeadCode {
  readonly line: number
  readonly what: string
}

/** One statement or the head of a block, in one line however many it takes in the file. */
interface Logical {
  readonly line: number
  readonly indent: number
  readonly text: string
}

/** What is called from outside, so that nobody in the file needs to use it. */
const ENTRIES: ReadonlySet<string> = new Set(['plot'])

/** Finds what a linter of single statements does not: names of the module nobody uses, and lines never reached. */
export function deadCodeIn(code: string): readonly DeadCode[] {
  const lines = logicalLines(withoutTexts(code))
  return [...unusedNames(lines), ...definedTwice(lines), ...unreachable(lines), ...neverTrue(lines)].sort(
    (a, b) => a.line - b.line,
  )
}

const TEXT = /#[^\n]*|([a-zA-Z]{0,2})("""|'''|"|')(?:\\[\s\S]|(?!\2)[\s\S])*?\2/g

/** Comments and texts taken out; of texts that hold expressions these stay, and all keep their lines. */
function withoutTexts(code: string): string {
  return code.replace(TEXT, (found: string, prefix = '') => {
    if (found.startsWith('#')) return ''
    const expressions = /f/i.test(prefix) ? [...found.matchAll(/\{([^{}]*)/g)].map(([, name]) => name) : []
    return `(${expressions.join(' ')}${found.replaceAll(/[^\n]/g, '')})`
  })
}

function logicalLines(code: string): readonly Logical[] {
  const found: Logical[] = []
  let open = ''
  let start = 0
  for (const [at, text] of code.split('\n').entries()) {
    if (open === '') start = at
    open += open === '' ? text : ` ${text.trim()}`
    if (depthOf(open) > 0 || open.endsWith('\\')) continue
    if (open.trim() !== '')
      found.push({ line: start + 1, indent: open.length - open.trimStart().length, text: open.trim() })
    open = ''
  }
  return found
}

function depthOf(text: string): number {
  return [...text].reduce(
    (depth, char) => depth + ('([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0),
    0,
  )
}

const DEFINITION = /^(?:async\s+)?(?:def|class)\s+(\w+)/
const ASSIGNMENT = /^(\w+)\s*(?::[^=]+)?=(?!=)/

/** Functions and classes wherever they are, and variables of the module. */
function nameOf({ text, indent }: Logical): string | null {
  const name = DEFINITION.exec(text)?.[1] ?? (indent === 0 ? ASSIGNMENT.exec(text)?.[1] : undefined)
  return name === undefined || ENTRIES.has(name) || name.startsWith('__') ? null : name
}

function unusedNames(lines: readonly Logical[]): readonly DeadCode[] {
  const words = lines.flatMap(({ text }) => text.match(/\w+/g) ?? [])
  return lines.flatMap((line, at) => {
    const name = nameOf(line)
    if (name === null || isMethod(line, lines.slice(0, at))) return []
    const definitions = lines.filter((other) => nameOf(other) === name).length
    const uses = words.filter((word) => word === name).length - definitions
    return uses > 0 ? [] : [{ line: line.line, what: `${name} is never used` }]
  })
}

/** A method is used through its object. */
function isMethod({ indent }: Logical, above: readonly Logical[]): boolean {
  const around = above.findLast((line) => line.indent < indent)
  return around !== undefined && around.text.startsWith('class ')
}

function definedTwice(lines: readonly Logical[]): readonly DeadCode[] {
  const defined = lines.filter(({ text, indent }) => indent === 0 && DEFINITION.test(text))
  return defined.flatMap((line, at) => {
    const name = DEFINITION.exec(line.text)?.[1]
    const again = defined.slice(at + 1).some(({ text }) => DEFINITION.exec(text)?.[1] === name)
    return again ? [{ line: line.line, what: `${name} is defined again below` }] : []
  })
}

function unreachable(lines: readonly Logical[]): readonly DeadCode[] {
  return lines.flatMap((line, at) => {
    const before = lines[at - 1]
    const leaves = before !== undefined && /^(?:return|raise|continue|break)\b/.test(before.text)
    return leaves && before.indent === line.indent
      ? [{ line: line.line, what: `nothing after ${before.text.split(/\W/)[0]} is reached` }]
      : []
  })
}

function neverTrue(lines: readonly Logical[]): readonly DeadCode[] {
  return lines
    .filter(({ text }) => /^(?:if|elif|while)\s*\(?\s*(?:False|None|0|not True)\s*\)?\s*:/.test(text))
    .map(({ line }) => ({ line, what: 'the condition is never true' }))
}
