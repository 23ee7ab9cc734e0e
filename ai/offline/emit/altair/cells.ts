import type { Module } from '../../file.ts'
import { call, list, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { dayCells, longCells, namedTable, WEEKDAYS_CONSTANT } from '../cells.ts'
import { complete } from '../common.ts'
import { chartOf, label, parts, tip, titled } from './module.ts'
import { colorScale, SHADES_CONSTANT } from './shades.ts'

const MARK = '.mark_rect(stroke="white", strokeWidth=1)'

/** One cell per pair of names. */
export function heatmap(plan: Plan<'heatmap'>): Module {
  const { roles } = plan
  const [x, y, shade] = [roles.x, roles.y, roles.shade].map(({ name }) => label(name)) as [
    string,
    string,
    string,
  ]
  const body = [
    ...complete(roles),
    ...namedTable(plan),
    longCells(plan),
    chartOf(
      MARK,
      {
        x: call('alt.X', ['"column:O"', titled(x), 'sort=columns']),
        y: call('alt.Y', ['"row:O"', titled(y), 'sort=rows']),
        color: colorScale('value', shade),
        tooltip: list([tip('"column:N"', x), tip('"row:N"', y), tip('"value:Q"', shade)]),
      },
      'cells',
    ),
    'return _style(chart)',
  ]
  return { ...parts(plan, body), constants: [SHADES_CONSTANT] }
}

/** One cell per day, a column per week. */
export function calendar(plan: Plan<'calendar-heatmap'>): Module {
  const { roles } = plan
  const [x, shade] = [label(roles.x.name), label(roles.shade.name)]
  const weeks = call('alt.X', ['"week:T"', titled(x)])
  const body = [
    ...complete(roles),
    ...dayCells(plan),
    'cells["next_week"] = cells["week"] + pd.Timedelta(days=7)',
    'cells["row"] = [WEEKDAYS[at] for at in in_week]',
    chartOf(
      MARK,
      {
        x: suffix(weeks, '.scale(nice=False)'),
        x2: '"next_week:T"',
        y: call('alt.Y', ['"row:O"', 'title="Day of the week"', 'sort=WEEKDAYS']),
        color: colorScale('value', shade),
        tooltip: list([tip('"day:T"', x), tip('"value:Q"', shade)]),
      },
      'cells',
    ),
    'return _style(chart)',
  ]
  return { ...parts(plan, body), constants: [SHADES_CONSTANT, WEEKDAYS_CONSTANT] }
}
