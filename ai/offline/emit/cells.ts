import { call, keywords, list, options, prefix, suffix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'
import { asNames } from './common.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The rows of a calendar from top to bottom. */
export const WEEKDAYS_CONSTANT: Doc = prefix('WEEKDAYS = ', list(WEEKDAYS.map(literal)))

/** `table`: the names and the number of each complete row; `columns` and `rows`: the names in the order of the data. */
export function namedTable({ roles: { x, y, shade } }: Plan<'heatmap'>): readonly Statement[] {
  const columns = {
    column: asNames(`frame[${x.name}]`),
    row: asNames(`frame[${y.name}]`),
    value: `frame[${shade.name}]`,
  }
  return [
    prefix('table = ', call('pd.DataFrame', [options(columns)])),
    'columns, rows = list(table["column"].unique()), list(table["row"].unique())',
  ]
}

/** `cells`: the number of each pair of names in a row of its own. */
export function longCells(plan: Plan): Statement {
  const grouped = call('table.groupby', ['["column", "row"]', 'sort=False', 'as_index=False'])
  return prefix('cells = ', aggregated(grouped, plan))
}

/** `cells`: the numbers as a table of rows and columns. */
export function wideCells(plan: Plan): readonly Statement[] {
  return [
    prefix(
      'cells = ',
      call('table.pivot_table', ['"value"', '"row"', '"column"', `aggfunc="${plan.aggregate}"`]),
    ),
    prefix('cells = ', call('cells.reindex', keywords({ index: 'rows', columns: 'columns' }))),
  ]
}

/** `cells`: one row per day with its number, the Monday of its week and its place in the week. */
export function dayCells(plan: Plan<'calendar-heatmap'>): readonly Statement[] {
  const { x, shade } = plan.roles
  const columns = { day: `pd.to_datetime(frame[${x.name}]).dt.normalize()`, value: `frame[${shade.name}]` }
  return [
    prefix('table = ', call('pd.DataFrame', [options(columns)])),
    prefix('cells = ', aggregated(call('table.groupby', ['"day"', 'as_index=False']), plan)),
    'in_week = cells["day"].dt.day_of_week',
    'cells["week"] = cells["day"] - pd.to_timedelta(in_week, unit="D")',
  ]
}

/** `weeks` and `grid`: the days as a table with a row per weekday and a column per week. */
export function weekGrid(): readonly Statement[] {
  return [
    'weeks = pd.date_range(cells["week"].min(), cells["week"].max(), freq="7D")',
    prefix('grid = ', call('cells.assign(weekday=in_week).pivot_table', ['"value"', '"weekday"', '"week"'])),
    prefix('grid = ', call('grid.reindex', keywords({ index: 'range(7)', columns: 'weeks' }))),
  ]
}

function aggregated(grouped: Doc, { aggregate }: Plan): Doc {
  return suffix(grouped, `["value"].${aggregate}()`)
}
