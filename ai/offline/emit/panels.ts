import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { docstring } from '../file.ts'
import { block, prefix } from '../layout.ts'
import type { Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { kinds } from './common.ts'

/** Does a line join the points of each panel? It does along what may be a date. */
export function isJoined({ roles }: Plan<'small-multiples'>): boolean {
  return kinds(roles.x).dates
}

/** The function that says how many panels stand beside each other; it needs `math`. */
export function columnsHelper(): Statement {
  return block('def _columns(count: int) -> int', [
    ...docstring('Give the number of columns of a grid that is a little wider than high.'),
    'return count if count < 4 else math.ceil(count**0.5)',
  ])
}

/** `panels`, each a name and its rows, and how many `columns` they stand in. */
export function panelStatements({ name }: Slot): readonly Statement[] {
  return [`panels = _groups(frame, ${name})`, 'columns = _columns(len(panels))']
}

/** `part` in the order of the horizontal axis, where a line joins its rows. */
export function inOrder(plan: Plan<'small-multiples'>): readonly Statement[] {
  return isJoined(plan) ? [prefix('part = ', `part.sort_values(${plan.roles.x.name}, kind="stable")`)] : []
}
