import { join } from 'node:path'

/**
 * The folder with matplotlib's fonts, which fill in glyphs that Inter lacks.
 * @param environment a Python environment, whose plotly bundle lies in the same `site-packages`
 */
export function fallbackFontsOf(environment: { readonly bundles: { readonly plotly: string } }): string {
  return join(environment.bundles.plotly, '../../../matplotlib/mpl-data/fonts/ttf')
}
