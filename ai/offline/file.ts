import type { Slot } from '../../domain/plot/plot.schema.ts'
import { block, call, dict, keywords, lay, layAll, list, prefix, suffix, text, WIDTH } from './layout.ts'
import type { Doc, Statement } from './layout.ts'
import type { Plan } from './plan.ts'
import { literal, prose, wrap } from './python.ts'

/** What an emitter contributes to the file; the rest is the same for every library. */
export interface Module {
  /** imports of the standard library besides pathlib, in any order */
  readonly standardImports: readonly string[]
  /** imports of the libraries, in any order; pandas is among them */
  readonly imports: readonly string[]
  /** lines below the imports */
  readonly setup?: readonly string[]
  readonly constants: readonly Doc[]
  /** functions above `plot()`, each a statement */
  readonly helpers: readonly Statement[]
  /** what `plot()` does, as a sentence in the imperative */
  readonly summary: string
  /** type of what `plot()` returns */
  readonly returns: string
  readonly body: readonly Statement[]
  /** the call that writes `picture` to the current folder */
  readonly save: Doc
}

/** The text of the file: docstring, imports, constants, helpers, `plot()`, and the sample drawn for people. */
export function writeFile(plan: Plan, module: Module): string {
  const sections = [
    [...moduleDocstring(plan, module), '', ...imports(module), '', ...constants(plan, module)],
    ...module.helpers.map((helper) => layAll([helper], 0)),
    layAll([plotFunction(plan, module)], 0),
    layAll([main(plan, module)], 0),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n\n')}\n`
}

/** A docstring as statements: the sentence, then paragraphs and sections of ready lines. */
export function docstring(summary: string, rest: readonly string[] = []): readonly Statement[] {
  return rest.length === 0 ? [`"""${summary}"""`] : [`"""${summary}`, '', ...rest, '"""']
}

function moduleDocstring(plan: Plan, module: Module): readonly string[] {
  const words = prose(`${plan.title.replaceAll('<br>', ' ')}: ${plan.description}`)
  return layAll(
    docstring(`${module.summary.replace(/\.$/, '')} with ${plan.library}.`, wrap(words, WIDTH)),
    0,
  )
}

function imports({ standardImports, imports, setup }: Module): readonly string[] {
  const standard = [...standardImports, 'from pathlib import Path'].toSorted(byImport)
  return [...standard, '', ...imports.toSorted(byImport), ...(setup === undefined ? [] : ['', ...setup])]
}

/** The order of isort: whole modules first, then names from modules. */
function byImport(a: string, b: string): number {
  const whole = Number(b.startsWith('import ')) - Number(a.startsWith('import '))
  return whole === 0 ? (a < b ? -1 : 1) : whole
}

function constants(plan: Plan, module: Module): readonly string[] {
  const labels = dict(plan.labels.map(([column, label]) => [literal(column), text(label)]))
  return [
    prefix('SAMPLE = ', text(plan.sample.path)),
    prefix('TITLE = ', text(plan.title)),
    prefix('LABELS: dict[str, str] = ', labels),
    ...module.constants,
  ].flatMap((doc) => lay(doc, 0))
}

function plotFunction(plan: Plan, module: Module): Statement {
  const items = plan.parameters.map((slot) =>
    slot.required ? `${slot.name}: str` : `${slot.name}: str | None = None`,
  )
  const head = call('def plot', ['data: pd.DataFrame', ...items])
  return block(suffix(head, ` -> ${module.returns}`), [
    ...docstring(module.summary, [...args(plan), '', ...returnsSection()]),
    ...module.body,
  ])
}

function args(plan: Plan): readonly string[] {
  const entries = plan.parameters.flatMap((slot) => entry(slot.name, meaning(slot)))
  return ['Args:', ...entry('data', 'Table with one row per observation.'), ...entries]
}

function meaning(slot: Slot): string {
  const words = prose(slot.description ?? slot.label ?? 'Column to draw')
  const types = slot.types.join(' or ')
  const article = /^[aeiou]/.test(types) ? 'an' : 'a'
  return `${words.replace(/\.$/, '')}: ${article} ${types} column${slot.required ? '' : ', or None'}.`
}

function entry(name: string, words: string): readonly string[] {
  const [first = '', ...rest] = wrap(`${name}: ${words}`, WIDTH - 12)
  return [`    ${first}`, ...rest.map((line) => `        ${line}`)]
}

function returnsSection(): readonly string[] {
  return ['Returns:', '    The figure, 800 x 450 pixels at standard resolution.']
}

function main(plan: Plan, module: Module): Statement {
  const dates = plan.sample.dates.map(literal)
  const read = call('pd.read_csv', [
    'path',
    ...(dates.length > 0 ? keywords({ parse_dates: list(dates) }) : []),
  ])
  const columns = plan.sample.arguments.map(([slot, column]) => prefix(`${slot}=`, text(column)))
  return block('if __name__ == "__main__"', [
    '# The sample lies in the repository around this file, or below the current folder.',
    'found = [up / SAMPLE for up in Path(__file__).resolve().parents]',
    'path = next((file for file in found if file.is_file()), Path(SAMPLE))',
    prefix('picture = ', call('plot', [read, ...columns])),
    module.save,
  ])
}
