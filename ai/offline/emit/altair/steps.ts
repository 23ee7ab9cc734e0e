import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, chain, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { STEP_CONSTANTS, STEP_TEXTS, stepTable } from '../amounts.ts'
import { complete, textColor } from '../common.ts'
import { label, layered, layersOf, tip, titled } from './module.ts'

/** Each step from where the one before it ends, and the total. */
export function steps(plan: Plan<'waterfall'>): Module {
  const { roles, horizontal } = plan
  const [category, length] = horizontal ? ['Y', 'X'] : ['X', 'Y']
  const [names, numbers] = [label(roles.category.name), label(roles.value.name)]
  const band = suffix(
    call(`alt.${category}`, ['"category:N"', titled(names), 'sort=None']),
    '.scale(paddingInner=0.3, paddingOuter=0.15)',
  )
  const looks = keywords({
    ...(horizontal ? { align: '"left"', dx: '6' } : { baseline: '"bottom"', dy: '-4' }),
    fontSize: String(SIZES.tick),
    color: textColor(plan),
  })
  const edge = call(`alt.${length}`, ['"edge:Q"', titled(numbers)])
  const shared = { [category.toLowerCase()]: 'place' }
  const bars = {
    ...shared,
    [length.toLowerCase()]: call(`alt.${length}`, ['"start:Q"', titled(numbers)]),
    [`${length.toLowerCase()}2`]: '"end:Q"',
    color: 'alt.Color("kind:N", scale=colors, legend=None)',
    tooltip: list([tip('"category:N"', names), tip('"text:N"', numbers)]),
  }
  const texts = { ...shared, [length.toLowerCase()]: edge, text: '"text:N"' }
  return layered(plan, STEP_CONSTANTS, [
    ...complete(roles),
    ...stepTable(plan),
    ...STEP_TEXTS,
    'table["edge"] = table[["start", "end"]].max(axis=1)',
    'colors = alt.Scale(domain=list(COLORS), range=list(COLORS.values()))',
    prefix('place = ', band),
    prefix('bars = ', chain(['alt.Chart(table)', '.mark_bar()', call('.encode', keywords(bars))])),
    prefix(
      'texts = ',
      chain(['alt.Chart(table)', call('.mark_text', looks), call('.encode', keywords(texts))]),
    ),
    layersOf(['bars', 'texts']),
    'return _style(chart)',
  ])
}
