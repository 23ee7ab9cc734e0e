import { SOURCE_KB_MAX } from '../domain/plot/limits.ts'

/** What an author's model answered, before anybody looks into the code. */
export type CodeAnswer =
  | { readonly kind: 'file'; readonly code: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }
  | { readonly kind: 'faulty'; readonly problem: string }

const REASON_LENGTH_MAX = 300

const LANGUAGES = ['', 'python', 'py']

/** A model's text as exactly one file: the one code block in it, or the one line that says why there is none. */
export function readCodeAnswer(text: string): CodeAnswer {
  const blocks = codeBlocks(text)
  const [block, ...others] = blocks
  if (others.length > 0) return faulty(`it holds ${blocks.length} code blocks; put the whole file into one`)
  if (block === undefined) return withoutCode(text)
  if (!LANGUAGES.includes(block.language)) return faulty(`the code block is ${block.language}, not python`)
  if (block.code.trim() === '') return faulty('the code block is empty')
  const kb = Buffer.byteLength(block.code) / 1024
  if (kb > SOURCE_KB_MAX) {
    return faulty(`the file has ${Math.ceil(kb)} kB; the longest allowed is ${SOURCE_KB_MAX}`)
  }
  return { kind: 'file', code: block.code }
}

interface CodeBlock {
  readonly language: string
  readonly code: string
}

/** Line by line, so that no text however made takes long. A block without an end is none. */
function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { readonly language: string; readonly from: number } | null = null
  const lines = text.split(/\r?\n/)
  for (const [at, line] of lines.entries()) {
    const fence = /^ {0,3}```[ \t]*(\w{0,20})[ \t]*$/.exec(line)
    if (fence === null) continue
    const [, language = ''] = fence
    if (open === null) open = { language, from: at + 1 }
    else if (language === '') {
      const code = lines.slice(open.from, at).map((content) => `${content}\n`)
      blocks.push({ language: open.language, code: code.join('') })
      open = null
    }
  }
  return blocks
}

function withoutCode(text: string): CodeAnswer {
  const reason = /^NOT EXPRESSIBLE:[ \t]*(\S.*)$/m.exec(text)?.[1]
  if (reason === undefined) return faulty('there is no code block in it')
  return { kind: 'not_expressible', reason: reason.slice(0, REASON_LENGTH_MAX) }
}

function faulty(problem: string): CodeAnswer {
  return { kind: 'faulty', problem }
}
