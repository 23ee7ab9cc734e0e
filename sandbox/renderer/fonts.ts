import { dirname, join } from 'node:path'

/** Weights of Inter that are shipped, as folders and names of its package. */
const INTER_WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold'] as const

/** The one font family of every picture, and the one that fills in glyphs it lacks. */
export const FONT_FAMILY = 'Inter'
export const FALLBACK_FAMILY = 'DejaVu Sans'

const MONOSPACE = ['monospace', 'Courier New', 'Courier', 'Consolas', 'Menlo', 'Monaco', 'DejaVu Sans Mono']

/** A font file and the family it is registered as. */
export interface FontFile {
  readonly path: string
  readonly family: string
}

/**
 * The font files every picture is drawn with.
 * @param root the checkout, whose `node_modules` holds Inter
 * @param fallbackFolder folder with matplotlib's DejaVu files
 */
export function fontFiles(root: string, fallbackFolder: string): readonly FontFile[] {
  const inter = INTER_WEIGHTS.map((weight) => ({
    path: join(root, 'node_modules/@expo-google-fonts/inter', weight, `Inter_${weight}.ttf`),
    family: FONT_FAMILY,
  }))
  const fallback = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => ({
    path: join(fallbackFolder, name),
    family: FALLBACK_FAMILY,
  }))
  const monospace = { path: join(fallbackFolder, 'DejaVuSansMono.ttf'), family: 'DejaVu Sans Mono' }
  return [...inter, ...fallback, monospace]
}

/** The folders of `fontFiles`, each once. */
export function fontFolders(files: readonly FontFile[]): readonly string[] {
  return [...new Set(files.map((file) => dirname(file.path)))]
}

/**
 * A fontconfig file that knows only the given folders and answers every family with Inter.
 * @param folders where Chromium sees the fonts
 * @param cache a folder Chromium may write to
 */
export function fontConfiguration(folders: readonly string[], cache: string): string {
  const monospaceTests = MONOSPACE.map(
    (family) => `
  <match target="pattern">
    <test name="family"><string>${family}</string></test>
    <edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit>
  </match>`,
  )
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${cache}</cachedir>${monospaceTests.join('')}
  <match target="pattern">
    <test name="family" compare="not_eq" qual="all"><string>DejaVu Sans Mono</string></test>
    <edit name="family" mode="assign_replace" binding="strong">
      <string>${FONT_FAMILY}</string>
      <string>${FALLBACK_FAMILY}</string>
    </edit>
  </match>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
`
}
