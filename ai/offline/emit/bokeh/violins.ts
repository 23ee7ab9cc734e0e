import { BOX_OPACITY } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { boxNames, boxNumbers, COLOR_CONSTANT, complete, label } from '../common.ts'
import { SCOTT } from '../curves.ts'
import { makeFigure, NUMBERS, parts } from './module.ts'
import { styleHelper } from './style.ts'

/** One violin per category. */
export function violins(plan: Plan<'violin'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const [names, numbers] = [label(roles.category.name), label(roles.value.name)]
  const turned = plan.design.rotateTicks && !across ? ['fig.xaxis.major_label_orientation = 0.6'] : []
  const [first, second] = across ? ['places', 'outline'] : ['outline', 'places']
  const [from, to] = across ? ['x', 'y'] : ['y', 'x']
  const looks = {
    fill_color: 'COLOR',
    fill_alpha: String(BOX_OPACITY),
    line_color: 'COLOR',
    line_width: '1.5',
  }
  const median = {
    [`${from}0`]: 'middle',
    [`${from}1`]: 'middle',
    [`${to}0`]: '[(each, -0.2)]',
    [`${to}1`]: '[(each, 0.2)]',
  }
  const body = [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    makeFigure(across ? [numbers, names] : [names, numbers], {
      [across ? 'y_range' : 'x_range']: across ? 'names[::-1]' : 'names',
    }),
    block('for each in names', [
      'numbers = keyed.get_group(each)',
      'middle = [numbers.median()]',
      block('if numbers.min() < numbers.max()', [
        'outline, places = _violin(each, numbers)',
        call('fig.patch', [first ?? '', second ?? '', ...keywords(looks)]),
      ]),
      call('fig.segment', keywords({ ...median, line_color: 'COLOR', line_width: '3' })),
    ]),
    `fig.${across ? 'x' : 'y'}axis.formatter = NumeralTickFormatter(format=${NUMBERS})`,
    ...turned,
    '_style(fig)',
    'return fig',
  ]
  const module = parts(plan, body, ['NumeralTickFormatter', 'Spacer'])
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports, 'from scipy.stats import gaussian_kde'],
    constants: [COLOR_CONSTANT],
    helpers: [violinHelper(), styleHelper(plan)],
  }
}

/** The function that gives the outline of one violin. */
function violinHelper(): Statement {
  const head = call('def _violin', ['name: str', 'numbers: pd.Series'])
  return block(suffix(head, ' -> tuple[list[tuple[str, float]], list[float]]'), [
    ...docstring('Give the outline beside a category: where it is across and along.'),
    'at = np.linspace(numbers.min(), numbers.max(), 200)',
    SCOTT,
    'height = gaussian_kde(numbers)(at)',
    'width = 0.4 * height / height.max()',
    prefix('sides = ', list(['*width', '*-width[::-1]'])),
    'return [(name, side) for side in sides], [*at, *at[::-1]]',
  ])
}
