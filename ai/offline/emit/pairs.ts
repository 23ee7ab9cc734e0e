import { docstring } from '../file.ts'
import { block, call, list, prefix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'

/** Columns of text that fit beside one row of a grid of pairs. */
export const TITLE_COLUMNS = 12

/** `names`, the columns of numbers. */
export function namesOf({ roles }: Plan<'pair-grid'>): Statement {
  const { first, second, third, fourth } = roles
  const always = [first.name, second.name, third.name]
  const all: Doc =
    fourth === null || fourth.required
      ? list([...always, ...(fourth === null ? [] : [fourth.name])])
      : `[name for name in (${[...always, fourth.name].join(', ')}) if name is not None]`
  return prefix('names = ', all)
}

/** `groups`, the rows by colour. */
export function groupsOf({ roles: { color } }: Plan<'pair-grid'>): Statement {
  return `groups = _groups(frame, ${color?.name ?? 'None'})`
}

/** The type of `groups`. */
export const GROUPS = 'groups: list[tuple[str | None, pd.DataFrame]]'

/** The function that gives the title of a column in lines; it needs `textwrap`. */
export function titleHelper(between: string): Statement {
  return block('def _title(column: str) -> str', [
    ...docstring('Give the lines of a title that stands beside one row of panels.'),
    prefix('lines = ', call('textwrap.wrap', ['LABELS.get(column, column)', `width=${TITLE_COLUMNS}`])),
    `return ${between}.join(lines)`,
  ])
}
