import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { COLORS, points, SIZES } from '../design.ts'
import { docstring } from '../file.ts'
import { block, call, keywords, prefix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'
import { gridAlong, positionFormat, tickTexts, valueFormat } from './axes.ts'
import { areDates, kinds, label } from './common.ts'

/** How the name above a panel looks. */
const NAME = {
  loc: '"left"',
  pad: '6',
  color: literal(COLORS.title),
  fontsize: points(SIZES.label),
  parse_math: 'False',
} as const

/** What gives the panels of a figure room: around each of them, and none besides between them. */
export function panelLayout(plan: Plan): Doc {
  const pad = plan.design.roomy ? '0.2' : '0.11'
  return call('ConstrainedLayoutEngine', keywords({ w_pad: pad, h_pad: pad, wspace: '0', hspace: '0' }))
}

/** The function that gives a panel its name and a light grid. */
export function panelStyle(plan: Plan): Statement {
  return block('def _style(ax: Axes, name: str) -> None', [
    ...docstring('Add the name of a panel and a light grid behind the values.'),
    call('ax.set_title', ['name', ...keywords(NAME)]),
    tickTexts(),
    ...gridAlong(plan, 'bottom'),
  ])
}

/** How the horizontal axes of panels read, which have room for few dates. */
export function panelFormat(x: Slot): readonly Statement[] {
  const { dates, numbers } = kinds(x)
  const few = 'ax.xaxis.set_major_locator(AutoDateLocator(maxticks=6))'
  const located = dates ? (numbers ? [block(`if ${areDates(x)}`, [few])] : [few]) : []
  return [...located, ...positionFormat(x), valueFormat('y')]
}

/** What the panels of dates need besides. */
export function dateImports(x: Slot): readonly string[] {
  return kinds(x).dates ? ['from matplotlib.dates import AutoDateLocator, ConciseDateFormatter'] : []
}

/** The titles of the whole figure, whose first panel is `first`. */
export function figureTitles(
  plan: Plan,
  { x, y, first }: { readonly x: string; readonly y: string; readonly first: string },
): readonly Statement[] {
  const looks = keywords({ color: 'TEXT', fontsize: points(SIZES.label), parse_math: 'False' })
  const title: Readonly<Record<string, Doc>> = {
    ha: '"left"',
    color: literal(COLORS.title),
    fontsize: points(plan.titleSize),
    fontweight: '"bold"',
    parse_math: 'False',
  }
  return [
    call('fig.supxlabel', [label(x), ...looks]),
    call('fig.supylabel', [label(y), ...looks]),
    prefix('title = ', call('fig.suptitle', ['TITLE', ...keywords(title)])),
    '# The title begins where the panels do, which the layout decides.',
    'fig.draw_without_rendering()',
    `title.set_x(${first}.get_position().x0)`,
    'return fig',
  ]
}
