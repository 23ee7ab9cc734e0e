import type { Plan } from '../plan.ts'
import { call, keywords, prefix } from '../layout.ts'
import type { Statement } from '../layout.ts'
import { asNames } from './common.ts'

/** `table`: a row for each place and a column for each group in the order of the data, zero where there is nothing. */
export function stackTable({ roles: { x, y, color } }: Plan<'area'>): readonly Statement[] {
  const wide = { values: y.name, index: x.name, columns: 'groups', aggfunc: '"sum"', fill_value: '0' }
  return [
    `groups = ${asNames(`frame[${color.name}]`)}`,
    prefix('table = ', call('frame.pivot_table', keywords(wide))),
    'table = table[groups.unique()]',
  ]
}

/** `table` with a row for each place and group, its columns called as given. */
export function longTable(x: string, y: string, color: string): Statement {
  const named = keywords({ ignore_index: 'False', var_name: color, value_name: y })
  return prefix('table = ', call(`table.rename_axis(${x}).melt`, [...named]))
}
