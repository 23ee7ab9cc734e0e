import type { Module } from '../../file.ts'
import { call, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete } from '../common.ts'
import { candleTable, DIRECTIONS_CONSTANT } from '../directions.ts'
import { tip, label, titled, parts } from './module.ts'
import { SIZE_KEYWORDS } from '../../design.ts'
import { positionStatements } from './positions.ts'

/** One candle per row: a rule from low to high under a bar from open to close. */
export function candles(plan: Plan<'candlestick'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles),
    ...candleTable(plan),
    ...positionStatements(roles.x, ''),
    'shade = alt.Color("direction:N", title=None).legend(symbolType="square")',
    'shade = shade.scale(domain=list(DIRECTIONS), range=list(DIRECTIONS.values()))',
    base(plan),
    'wicks = base.mark_rule(strokeWidth=1.2).encode(y2="high:Q")',
    'thick = min(14, max(2, 420 / len(table)))',
    prefix('bodies = ', call('base.mark_bar(size=thick).encode', ['y="open:Q"', 'y2="close:Q"'])),
    'ends = base.mark_tick(orient="horizontal", size=thick, thickness=1.2)',
    'ends = ends.encode(y="close:Q")',
    prefix(
      'chart = ',
      call('alt.layer', ['wicks', 'bodies', 'ends', ...keywords({ title: 'TITLE', ...SIZE_KEYWORDS })]),
    ),
    'return _style(chart)',
  ]
  return { ...parts(plan, body, 'alt.LayerChart'), constants: [DIRECTIONS_CONSTANT] }
}

function base({ roles }: Plan<'candlestick'>): Statement {
  const upright = call('alt.Y', ['"low:Q"', titled(label(roles.close.name))])
  const ends = (['open', 'high', 'low', 'close'] as const).map((end) =>
    tip(`"${end}"`, label(roles[end].name)),
  )
  return prefix(
    'base = ',
    call(
      'alt.Chart(table).encode',
      keywords({
        x: `place.title(${label(roles.x.name)})`,
        y: suffix(upright, '.scale(zero=False)'),
        color: 'shade',
        tooltip: list([tip('"x"', label(roles.x.name)), ...ends]),
      }),
    ),
  )
}
