/** Python without comments and without texts in triple quotes. */
export function bareCode(code: string): string {
  return code.replace(/("""|''')[\s\S]*?\1/g, '""').replace(/#[^\n]*/g, '')
}
