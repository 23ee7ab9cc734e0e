import { SOURCE_KB_MAX } from '../domain/plot/limits.ts'

/** What an author's model answered, before anybody looks into the code. */
export type CodeAnswer =
  | { readonly kind: 'file'; readonly code: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }
  | { readonly kind: 'faulty'; readonly problem: string }

const REASON_LENGTH_MAX = 300

/** A model's text as exactly one file: the one code block in it, or the one line that says why there is none. */
export function readCodeAnswer(text: string): CodeAnswer {
  const blocks = [...text.matchAll(/^ {0,3}```[ \t]*(\w*)[ \t]*\n([^]*?)^ {0,3}```[ \t]*$/gm)]
  const [block, ...others] = blocks
  if (others.length > 0) return faulty(`it holds ${blocks.length} code blocks; put the whole file into one`)
  if (block === undefined) return withoutCode(text)
  const [, language = '', code = ''] = block
  if (!['', 'python', 'py'].includes(language)) return faulty(`the code block is ${language}, not python`)
  if (code.trim() === '') return faulty('the code block is empty')
  const kb = Buffer.byteLength(code) / 1024
  if (kb > SOURCE_KB_MAX)
    return faulty(`the file has ${Math.ceil(kb)} kB; the longest allowed is ${SOURCE_KB_MAX}`)
  return { kind: 'file', code }
}

function withoutCode(text: string): CodeAnswer {
  const reason = /^NOT EXPRESSIBLE:\s*(\S.*)$/m.exec(text)?.[1]
  if (reason === undefined) return faulty('there is no code block in it')
  return { kind: 'not_expressible', reason: reason.slice(0, REASON_LENGTH_MAX) }
}

function faulty(problem: string): CodeAnswer {
  return { kind: 'faulty', problem }
}
