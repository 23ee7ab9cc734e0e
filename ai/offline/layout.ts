import { columns, literal, literals } from './python.ts'

/** Widest line of the code we write, in columns: Black's own limit. */
export const WIDTH = 88

/** A piece of Python: fixed text, a string literal, a bracketed list, or a chain of method calls. */
export type Doc =
  | string
  | { readonly kind: 'text'; readonly before: string; readonly value: string }
  | {
      readonly kind: 'group'
      readonly open: string
      readonly items: readonly Doc[]
      readonly close: string
      readonly broken: boolean
    }
  | { readonly kind: 'chain'; readonly before: string; readonly links: readonly Doc[] }

/** A statement: one piece, an empty line, or a head with statements under it. */
export type Statement =
  | Doc
  | { readonly kind: 'block'; readonly head: Doc; readonly body: readonly Statement[] }

/** `head:` with statements under it. */
export function block(head: Doc, body: readonly Statement[]): Statement {
  return { kind: 'block', head, body }
}

/** The lines of statements that start `indent` columns from the left. */
export function layAll(statements: readonly Statement[], indent: number): readonly string[] {
  return statements.flatMap((statement) => {
    if (statement === '') return ['']
    if (typeof statement === 'string' || statement.kind !== 'block') return lay(statement, indent)
    return [...lay(statement.head, indent, ':'), ...layAll(statement.body, indent + 4)]
  })
}

/** A string literal that is split over several lines where it is too long for one. */
export function text(value: string): Doc {
  return { kind: 'text', before: '', value }
}

/** `name(arguments)`. */
export function call(name: string, items: readonly Doc[]): Doc {
  return { kind: 'group', open: `${name}(`, items, close: ')', broken: false }
}

/** `[items]`. */
export function list(items: readonly Doc[]): Doc {
  return { kind: 'group', open: '[', items, close: ']', broken: false }
}

/** `{key: value}`, one entry per line. */
export function dict(entries: readonly (readonly [string, Doc])[]): Doc {
  const items = entries.map(([key, value]) => prefix(`${key}: `, value))
  return { kind: 'group', open: '{', items, close: '}', broken: entries.length > 0 }
}

/** `{"key": value}` on one line where it fits. */
export function options(entries: Readonly<Record<string, Doc>>): Doc {
  const items = Object.entries(entries).map(([key, value]) => prefix(`${literal(key)}: `, value))
  return { kind: 'group', open: '{', items, close: '}', broken: false }
}

/** `keyword=value` for each entry. */
export function keywords(entries: Readonly<Record<string, Doc>>): readonly Doc[] {
  return Object.entries(entries).map(([key, value]) => prefix(`${key}=`, value))
}

/** `from module import names`, the names sorted already. */
export function fromImport(module: string, names: readonly string[]): string {
  const line = `from ${module} import ${names.join(', ')}`
  return columns(line) <= WIDTH
    ? line
    : [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')'].join('\n')
}

/** `first.second(…).third(…)`, one call per line where it does not fit on one. */
export function chain(links: readonly Doc[]): Doc {
  return { kind: 'chain', before: '', links }
}

/** Puts fixed text in front of a piece. */
export function prefix(before: string, doc: Doc): Doc {
  if (typeof doc === 'string') return before + doc
  return doc.kind === 'group' ? { ...doc, open: before + doc.open } : { ...doc, before: before + doc.before }
}

/** Puts fixed text behind a bracketed piece. */
export function suffix(doc: Doc, after: string): Doc {
  if (typeof doc === 'string') return doc + after
  if (doc.kind === 'group') return { ...doc, close: doc.close + after }
  throw new TypeError('only a bracketed piece can be followed by text')
}

/** The lines of a piece that starts `indent` columns from the left, formatted as Black would. */
export function lay(doc: Doc, indent: number, after = ''): readonly string[] {
  const flat = flatten(doc)
  const line = ' '.repeat(indent) + (flat ?? '') + after
  if (flat !== null && columns(line) <= WIDTH) return [line]
  if (typeof doc === 'string') return [line]
  if (doc.kind === 'text') return layText(doc, indent, after)
  return doc.kind === 'group' ? layGroup(doc, indent, after) : layChain(doc, indent, after)
}

function flatten(doc: Doc): string | null {
  if (typeof doc === 'string') return doc
  if (doc.kind === 'text') return doc.before + literal(doc.value)
  if (doc.kind === 'chain') return join(doc.before, doc.links, '')
  return doc.broken ? null : join(doc.open, doc.items, ', ', doc.close)
}

function join(before: string, docs: readonly Doc[], ...[between, close]: readonly string[]): string | null {
  const parts = docs.map(flatten)
  return parts.includes(null) ? null : before + parts.join(between ?? '') + (close ?? '')
}

function layText(doc: Extract<Doc, { kind: 'text' }>, indent: number, after: string): readonly string[] {
  const pad = ' '.repeat(indent)
  const parts = literals(doc.value, WIDTH - indent - 4).map((part) => `${pad}    ${part}`)
  return [`${pad}${doc.before}(`, ...parts, `${pad})${after}`]
}

function layGroup(doc: Extract<Doc, { kind: 'group' }>, indent: number, after: string): readonly string[] {
  const pad = ' '.repeat(indent)
  const items = doc.items.flatMap((item) => lay(item, indent + 4, ','))
  return [pad + doc.open, ...items, pad + doc.close + after]
}

function layChain(doc: Extract<Doc, { kind: 'chain' }>, indent: number, after: string): readonly string[] {
  const pad = ' '.repeat(indent)
  const links = doc.links.flatMap((link) => lay(link, indent + 4))
  return [`${pad}${doc.before}(`, ...links, `${pad})${after}`]
}
