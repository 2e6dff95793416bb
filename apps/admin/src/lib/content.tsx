import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { createContext, use, useMemo, type ReactNode } from 'react'
import type { ContentAnswer } from './api.ts'
import { localesQuery } from './locales.ts'
import { useApi } from './session.tsx'

/** The content of one locale of the tenant. */
export interface Content {
  locale: string
  ask(document: string, variables?: object): Promise<ContentAnswer>
}

/** The content of the locale in the address, else of the default one; none while that is unknown. */
export function useContentSpace() {
  const api = useApi()
  const { locale: wanted } = useSearch({ strict: false })
  const { data: locales, error, refetch } = useQuery(localesQuery(api))
  const usual = locales?.find((it) => it.default) ?? locales?.[0]
  const locale =
    locales?.find(({ code }) => code === wanted)?.code ?? (wanted ? undefined : usual?.code)
  const content = useMemo(
    () =>
      locale === undefined
        ? undefined
        : {
            locale,
            ask: (document: string, variables?: object) => api.manage(locale, document, variables),
          },
    [api, locale],
  )
  return { content, locales, wanted, error, refetch }
}

const ContentContext = createContext<Content | undefined>(undefined)

export function ContentProvider({ content, children }: { content: Content; children: ReactNode }) {
  return <ContentContext value={content}>{children}</ContentContext>
}

export function useContent(): Content {
  const content = use(ContentContext)
  if (!content) throw new Error('There is no content space here.')
  return content
}
