import type { Finding } from '../../domain/review/review.schema.ts'
import { FIRST_DESIGN } from './design.ts'
import type { Design } from './design.ts'

type Operator = keyof Design

/** What can mend a failed check, most promising first. */
const OPERATORS: Readonly<Record<string, readonly Operator[]>> = {
  'text-overlap': ['wrapTicks', 'rotateTicks', 'horizontal', 'legendBelow', 'roomy'],
  'text-clipped': ['roomy', 'wrapTicks', 'legendBelow'],
  'edge-ink': ['roomy', 'legendBelow'],
  'text-contrast': ['darkText'],
  overplotting: ['faint'],
  margins: ['roomy'],
  'names-written': ['wrapTicks', 'rotateTicks', 'horizontal'],
  'category-load': ['horizontal'],
  'legend-on-data': ['legendBelow'],
}

/** What was refused and why. */
interface Previous {
  readonly code: string
  readonly findings: readonly Finding[]
}

/**
 * The design to try next: that of the refused code, changed by one operator per failed check.
 * Code that this author has not written is replaced by its first design.
 * @param codeOf the code that a design gives
 */
export function repairedDesign({ code, findings }: Previous, codeOf: (design: Design) => string): Design {
  const drawn = designOf(code, codeOf)
  if (drawn === null) return FIRST_DESIGN
  const failed = findings.filter((finding) => finding.status === 'failed')
  return failed.reduce((design, { check }) => mended(design, OPERATORS[check] ?? [], codeOf), drawn)
}

/** Applies the first operator that is not in use yet and that changes the code. */
function mended(design: Design, operators: readonly Operator[], codeOf: (design: Design) => string): Design {
  const before = codeOf(design)
  const candidates = operators
    .filter((operator) => !design[operator])
    .map((operator) => ({ ...design, [operator]: true }))
  return candidates.find((candidate) => codeOf(candidate) !== before) ?? design
}

/** The design that gives this code, found by trying all of them; null: none does. */
function designOf(code: string, codeOf: (design: Design) => string): Design | null {
  const wanted = bare(code)
  return allDesigns().find((design) => bare(codeOf(design)) === wanted) ?? null
}

function allDesigns(): readonly Design[] {
  const operators = Object.keys(FIRST_DESIGN).filter(isOperator)
  return Array.from({ length: 2 ** operators.length }, (_, bits) => {
    const chosen = operators.map((operator, place) => [operator, (bits & (1 << place)) !== 0] as const)
    return { ...FIRST_DESIGN, ...Object.fromEntries(chosen) }
  })
}

function isOperator(name: string): name is Operator {
  return name in FIRST_DESIGN
}

/** Code without what a formatter may change: white space, trailing commas, brackets around lines. */
function bare(code: string): string {
  return code.replace(/[\s,()]/g, '')
}
