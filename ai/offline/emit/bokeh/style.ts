import { COLORS, SIZES } from '../../design.ts'
import { docstring } from '../../file.ts'
import { block } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { isShaded, styleSummary, textColor } from '../common.ts'

/** The function that sets the texts and the grid of a bokeh figure. */
export function styleHelper(plan: Plan): Statement {
  const room = plan.design.roomy ? '32' : '14'
  return block('def _style(fig: figure) -> None', [
    ...docstring(styleSummary(plan)),
    'fig.toolbar.autohide = True',
    'fig.toolbar.logo = None',
    'fig.outline_line_color = None',
    block('for side in ("left", "right", "below")', [
      `fig.add_layout(Spacer(width=${room}, height=${room}), side)`,
    ]),
    ...titleLooks(`"${plan.titleSize}px"`, '(0, 14)'),
    ...font(plan, 'fig.axis.axis_label_text', SIZES.label),
    'fig.axis.axis_label_text_font_style = "normal"',
    'fig.axis.axis_label_standoff = 12',
    ...axisLooks(plan),
  ])
}

/** The function that sets the texts and the grid of one panel. */
export function panelStyle(plan: Plan): Statement {
  return block('def _style(fig: figure) -> None', [
    ...docstring(styleSummary(plan)),
    'fig.outline_line_color = None',
    ...titleLooks(`"${SIZES.label}px"`, '(0, 4)'),
    'fig.title.text_font_style = "normal"',
    ...axisLooks(plan),
  ])
}

function titleLooks(size: string, padding: string): readonly Statement[] {
  return [
    'fig.title.text_font = "sans-serif"',
    `fig.title.text_font_size = ${size}`,
    `fig.title.text_color = ${literal(COLORS.title)}`,
    `fig.title.padding = ${padding}`,
  ]
}

function font(plan: Plan, what: string, size: number): readonly Statement[] {
  return [
    `${what}_font = "sans-serif"`,
    `${what}_font_size = "${size}px"`,
    `${what}_color = ${textColor(plan)}`,
  ]
}

function axisLooks(plan: Plan): readonly Statement[] {
  const [values, others] = plan.horizontal ? ['x', 'y'] : ['y', 'x']
  return [
    ...font(plan, 'fig.axis.major_label_text', SIZES.tick),
    'fig.axis.major_label_standoff = 8',
    'fig.axis.major_tick_line_color = None',
    'fig.axis.minor_tick_line_color = None',
    ...(isShaded(plan)
      ? ['fig.axis.axis_line_color = None', 'fig.grid.grid_line_color = None']
      : [
          `fig.${values}axis.axis_line_color = None`,
          `fig.${others}axis.axis_line_color = ${literal(COLORS.line)}`,
          `fig.${values}grid.grid_line_color = ${literal(COLORS.grid)}`,
          `fig.${others}grid.grid_line_color = None`,
        ]),
  ]
}

/** How the texts of a legend look, as keywords of bokeh's `Legend`. */
export function legendLooks(plan: Plan): Readonly<Record<string, Doc>> {
  const keys = (what: string) => ({
    [`${what}_font`]: '"sans-serif"',
    [`${what}_font_size`]: `"${SIZES.tick}px"`,
    [`${what}_color`]: textColor(plan),
  })
  return {
    ...keys('label_text'),
    ...keys('title_text'),
    title_text_font_style: '"bold"',
    border_line_color: 'None',
  }
}
