import { COLORS, SIZES } from '../../design.ts'
import { docstring } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { textColor } from '../common.ts'

/** The function that puts the titles around a grid of panels. */
export function pageHelper(plan: Plan): Statement {
  const room = plan.design.roomy ? 24 : 12
  const head = {
    font: `"bold ${plan.titleSize}px sans-serif"`,
    color: literal(COLORS.title),
    padding: `"${room}px 0 ${room}px 74px"`,
  }
  const label = { font: `"${SIZES.label}px sans-serif"`, color: textColor(plan), 'text-align': '"center"' }
  const turned = { 'writing-mode': '"vertical-rl"', transform: '"rotate(180deg)"', 'padding-right': '"4px"' }
  return block('def _page(grid: LayoutDOM, xlabel: str, ylabel: str) -> LayoutDOM', [
    ...docstring('Put the titles around the panels.'),
    prefix('head = ', options(head)),
    prefix('looks = ', options(label)),
    prefix('turned = ', options(turned)),
    prefix('title = ', text({ text: 'TITLE', styles: 'head' })),
    prefix(
      'left = ',
      text({ text: 'ylabel', styles: 'looks | turned', width: '28', sizing_mode: '"stretch_height"' }),
    ),
    prefix(
      'below = ',
      text({
        text: 'xlabel',
        styles: `looks | {"padding": "4px ${room}px ${room}px 74px"}`,
        sizing_mode: '"stretch_width"',
      }),
    ),
    `middle = row(left, grid, sizing_mode="stretch_both", margin=(0, ${room + 8}, 0, 0))`,
    'return column(title, middle, below, width=800, height=450)',
  ])
}

function text(looks: Readonly<Record<string, Doc>>): Doc {
  return call('Div', keywords({ ...looks, render_as_text: 'True', disable_math: 'True' }))
}
