/** The deployment's name; production stands out, since acts there are real. */
export function Environment({ name }: { name: string | undefined }) {
  if (!name) return null
  return (
    <span className="environment" data-production={/^prod/i.test(name) || undefined}>
      {name}
    </span>
  )
}
