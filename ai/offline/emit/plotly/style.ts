import { COLORS, SIZES } from '../../design.ts'
import { docstring } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { isPanelled, isShaded, styleSummary, textColor } from '../common.ts'

export function styleHelper(plan: Plan): Statement {
  const [values, others] = plan.horizontal ? ['x', 'y'] : ['y', 'x']
  const [l, r, t, b] = plan.design.roomy ? [110, 56, 84, 96] : [84, 28, 68, 68]
  // The names of panels stand below the title.
  const names = isPanelled(plan) ? 22 : 0
  const margin = options({ l: `${l}`, r: `${r}`, t: `${t + names}`, b: `${b}` })
  const axis = options({
    ticks: '""',
    zeroline: 'False',
    automargin: 'True',
    exponentformat: '"none"',
    ticklabelstandoff: '6',
    title: options({ standoff: '14', font: options({ size: String(SIZES.label) }) }),
  })
  const colored = 'color' in plan.roles && plan.roles.color !== null
  const grouped = colored || plan.type === 'candlestick'
  const grid = keywords({ gridcolor: literal(COLORS.grid), separatethousands: 'True' })
  const line = keywords({ showgrid: 'False', showline: 'True', linecolor: literal(COLORS.line) })
  const lines = isShaded(plan)
    ? ['fig.update_xaxes(axis, showgrid=False)', 'fig.update_yaxes(axis, showgrid=False)']
    : [
        call(`fig.update_${values}axes`, ['axis', ...grid]),
        call(`fig.update_${others}axes`, ['axis', ...line]),
      ]
  return block('def _style(fig: go.Figure) -> None', [
    ...docstring(styleSummary(plan)),
    call(
      'fig.update_layout',
      keywords({
        font: options({ family: '"sans-serif"', size: String(SIZES.tick), color: textColor(plan) }),
        title: title(plan),
        margin,
        ...(grouped ? { legend: legend(plan) } : {}),
      }),
    ),
    prefix('axis = ', axis),
    ...lines,
  ])
}

function title(plan: Plan): Doc {
  const font = options({ size: String(plan.titleSize), color: literal(COLORS.title), weight: '600' })
  return options({ x: '0', xref: '"paper"', y: '0.95', yanchor: '"top"', font })
}

function legend(plan: Plan): Doc {
  const place: Readonly<Record<string, Doc>> = plan.design.legendBelow
    ? { orientation: '"h"', x: '0', y: '-0.25' }
    : { x: '1.02', y: '1' }
  const sized: Readonly<Record<string, Doc>> = plan.type === 'scatter' ? { itemsizing: '"constant"' } : {}
  // The first part of a stack lies below the others.
  const order: Readonly<Record<string, Doc>> = plan.type === 'stacked-bar' ? { traceorder: '"reversed"' } : {}
  return options({ ...place, title: '{"font": {"size": 12, "weight": 600}}', ...sized, ...order })
}
