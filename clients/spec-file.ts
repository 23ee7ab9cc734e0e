import { Document, isCollection, isNode, LineCounter, parseDocument } from 'yaml'
import type * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import type { Problem } from '../domain/errors.ts'
import { Spec } from '../domain/plot/plot.schema.ts'
import { specProblems } from '../domain/plot/spec.ts'

/**
 * Parses a `spec.yaml`.
 * @param file the path that messages name
 * @throws AppError `invalid` with file, line, key and fix of every problem
 */
export function parseSpec(text: string, file: string): Spec {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const where = (path: readonly PropertyKey[]) => `${file}:${lineOf(document, lines, path)}`
  if (document.errors.length > 0) {
    refuse(
      file,
      document.errors.map((error) => ({
        path: `${file}:${lines.linePos(error.pos[0]).line}`,
        message: error.message.split('\n')[0] ?? 'not YAML',
        fix: 'mend the YAML',
      })),
    )
  }
  const parsed = Spec.safeParse(document.toJS())
  if (!parsed.success)
    refuse(
      file,
      parsed.error.issues.flatMap((issue) => issueProblems(issue, where)),
    )
  const contradictions = specProblems(parsed.data)
  if (contradictions.length > 0) {
    refuse(
      file,
      contradictions.map((problem) => ({
        ...problem,
        path: `${where(problem.path.split('.'))} ${problem.path}`,
      })),
    )
  }
  return parsed.data
}

/** Parts of a `spec.yaml` that stand on one line each. */
const ONE_LINE: readonly (readonly (string | number)[])[] = [
  ['chart'],
  ['sample', 'columns'],
  ['libraries'],
  ['python'],
]

/** A spec as the text of its `spec.yaml`, in the manner of those that people write; `parseSpec` reads it back. */
export function specText(spec: Spec): string {
  const document = new Document(spec)
  const slots = spec.data.map((_, index) => ['data', index])
  const tags = Object.keys(spec.tags).map((dimension) => ['tags', dimension])
  for (const path of [...ONE_LINE, ...slots, ...tags]) {
    const node = document.getIn(path)
    if (isCollection(node)) node.flow = true
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true })
}

function refuse(file: string, problems: readonly Problem[]): never {
  const list = problems.map(({ path, message, fix }) => `  ${path}: ${message}${fix ? ` (${fix})` : ''}`)
  throw new AppError('invalid', `${file} is not a valid specification:\n${list.join('\n')}`, { problems })
}

type Where = (path: readonly PropertyKey[]) => string

function issueProblems(issue: z.core.$ZodIssue, where: Where): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      return {
        path: `${where(path)} ${path.join('.')}`,
        message: 'no such key',
        fix: `remove ${key} or mend its name`,
      }
    })
  }
  const key = issue.path.join('.')
  const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined')
  return [
    {
      path: `${where(issue.path)} ${key || '(whole file)'}`,
      message: missing ? 'is missing' : issue.message,
      fix: missing ? `add ${String(issue.path.at(-1) ?? 'the content')}` : fixOf(issue),
    },
  ]
}

function fixOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `use one of ${issue.values.map(String).join(', ')}`
  return 'see docs/glossary.md and another plot for the form'
}

/** The line of a key, or of the nearest thing around it that exists. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
