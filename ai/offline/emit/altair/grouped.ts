import type { Module } from '../../file.ts'
import { call, list, suffix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { groupedValues, LONG } from '../amounts.ts'
import { complete, PALETTE_CONSTANT } from '../common.ts'
import { chartOf, colored, groupColor, label, tip, titled } from './module.ts'

/** Bars of the groups beside each other. */
export function groupedBars(plan: Plan<'grouped-bar'>): Module {
  const [channel, offset] = plan.horizontal ? ['yOffset', 'alt.YOffset'] : ['xOffset', 'alt.XOffset']
  const side = suffix(call(offset, ['"color:N"', 'sort=groups']), '.scale(paddingInner=0.08)')
  return chart(plan, { padding: '0.22', more: { [channel]: side } })
}

/** Bars of the groups on top of each other. */
export function stackedBars(plan: Plan<'stacked-bar'>): Module {
  return chart(plan, { padding: '0.3', more: { order: '"place:Q"' } })
}

interface Own {
  readonly padding: string
  readonly more: Readonly<Record<string, Doc>>
}

function chart(plan: Plan<'grouped-bar' | 'stacked-bar'>, { padding, more }: Own): Module {
  const { roles, horizontal } = plan
  const [names, numbers] = [label(roles.category.name), label(roles.value.name)]
  const [category, length] = horizontal ? ['Y', 'X'] : ['X', 'Y']
  const band = call(`alt.${category}`, ['"category:N"', titled(names), 'sort=names'])
  // The first part of a stack lies below the others.
  const order = plan.type === 'stacked-bar' ? ['legend=alt.Legend(values=groups[::-1])'] : []
  const tips = [
    tip('"category:N"', names),
    tip('"color:N"', label(roles.color.name)),
    tip('"value:Q"', numbers),
  ]
  return colored(
    plan,
    [PALETTE_CONSTANT],
    [
      ...complete(roles),
      ...groupedValues(plan),
      LONG,
      ...(plan.type === 'stacked-bar' ? ['table["place"] = table["color"].map(groups.index)'] : []),
      chartOf('.mark_bar()', {
        [length.toLowerCase()]: call(`alt.${length}`, ['"value:Q"', titled(numbers)]),
        [category.toLowerCase()]: suffix(band, `.scale(paddingInner=${padding}, paddingOuter=0.15)`),
        ...more,
        color: groupColor(roles.color, ...order),
        tooltip: list(tips),
      }),
      'return _style(chart)',
    ],
  )
}
