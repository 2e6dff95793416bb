/** The initials that stand for a tenant or a person. */
export function Monogram({ name, person = false }: { name: string; person?: boolean }) {
  return (
    <span className="monogram" data-person={person || undefined} aria-hidden="true">
      {initialsOf(name, person ? 2 : 1)}
    </span>
  )
}

export function initialsOf(name: string, count: number): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .filter(Boolean)
  return words
    .slice(0, count)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
}
