import type { Command } from 'commander'

import type { PlotView } from '../domain/plot/plot-view.schema.ts'
import type { CliContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { columns, createPaint } from './style.ts'

/** Plots that one list shows at most. */
const LIMIT = 200

/** Adds `plots …`. */
export function addPlotCommands(program: Command, context: CliContext): void {
  const plots = program.command('plots').description('look at the catalogue')
  plots
    .command('list')
    .description('list the plots and what is published of them')
    .action(
      context.command(async () => {
        const { items } = await context.api.listPlots(LIMIT)
        context.print({ items }, () => plotTable(context, items))
        return EXIT.done
      }),
    )
  plots
    .command('show <plot>')
    .description('show a plot with its implementations')
    .action(
      context.command(async (id: string) => {
        const plot = await context.api.getPlot(id)
        context.print(plot, () => plotLines(context, plot))
        return EXIT.done
      }),
    )
}

function plotTable(context: CliContext, plots: readonly PlotView[]): readonly string[] {
  const { dim } = createPaint(context.io.hasColor)
  const rows = plots.map((plot) => [
    plot.id,
    plot.title,
    plot.specVersion,
    plot.implementations.map(({ library }) => library).join(' ') || '–',
    scoreOf(plot.qualityScore),
  ])
  return columns([['plot', 'title', 'version', 'published', 'lowest score'].map(dim), ...rows])
}

function plotLines(context: CliContext, plot: PlotView): readonly string[] {
  const { bold, dim } = createPaint(context.io.hasColor)
  const title = `${bold(plot.title)}  ${plot.id}  version ${plot.specVersion}`
  if (plot.implementations.length === 0) return [title, `nothing is published: pyplots run plot ${plot.id}`]
  const rows = plot.implementations.map(({ library, version, qualityScore, pythons }) => [
    library,
    version,
    scoreOf(qualityScore),
    pythons.join(' '),
    `plots/${plot.id}/implementations/${library}/current/plot.py`,
    `plots/${plot.id}/assets/${library}.png`,
  ])
  return [
    title,
    ...columns([['library', 'version', 'score', 'Pythons', 'code', 'picture'].map(dim), ...rows]),
  ]
}

function scoreOf(score: number | null): string {
  return score === null ? '–' : String(Math.round(score * 10) / 10)
}
