import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { groupedValues, LONG } from '../amounts.ts'
import { complete, PALETTE_CONSTANT } from '../common.ts'
import { categoryAxis, colored, labelsOf, LABELED } from './module.ts'

/** Bars of the groups beside each other. */
export function groupedBars(plan: Plan<'grouped-bar'>): Module {
  return chart(plan, { barmode: '"group"' }, { bargap: '0.25', bargroupgap: '0.08' })
}

/** Bars of the groups on top of each other. */
export function stackedBars(plan: Plan<'stacked-bar'>): Module {
  return chart(plan, { barmode: '"stack"' }, { bargap: '0.3' })
}

function chart(
  plan: Plan<'grouped-bar' | 'stacked-bar'>,
  mode: Readonly<Record<string, Doc>>,
  gaps: Readonly<Record<string, Doc>>,
): Module {
  const [x, y] = plan.horizontal ? ['"value"', '"category"'] : ['"category"', '"value"']
  const looks = {
    ...(plan.horizontal ? { orientation: '"h"' } : {}),
    ...mode,
    category_orders: '{"color": groups}',
    color_discrete_sequence: 'PALETTE',
  }
  return colored(
    plan,
    [PALETTE_CONSTANT],
    [
      ...complete(plan.roles),
      ...groupedValues(plan),
      LONG,
      labelsOf(plan.roles),
      prefix(
        'fig = ',
        call('px.bar', ['table', ...keywords({ x, y, color: '"color"', ...looks, ...LABELED })]),
      ),
      call('fig.update_layout', keywords(gaps)),
      '_style(fig)',
      categoryAxis(plan, { categoryorder: '"array"', categoryarray: 'names' }),
      'return fig',
    ],
  )
}
