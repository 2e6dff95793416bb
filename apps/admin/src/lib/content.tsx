import { queryOptions, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { createContext, use, useMemo, type ReactNode } from 'react'
import type { Api, ContentAnswer } from './api.ts'
import { graphql } from './graphql.ts'
import { useApi } from './session.tsx'

/** The content of one locale of the tenant. */
export interface Content {
  locale: string
  ask(document: string, variables?: object): Promise<ContentAnswer>
}

const Locales = graphql(`
  query Locales {
    i18n {
      getI18NInformation {
        locales {
          code
          default
        }
      }
    }
  }
`)

/** Which locales there are; everybody may know. */
export const localeCodesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['locale-codes'],
    staleTime: 60_000,
    queryFn: async () => (await api.send(Locales, {})).i18n?.getI18NInformation.locales ?? [],
  })

/** The content of the locale in the address, else of the default one; none while that is unknown. */
export function useContentSpace() {
  const api = useApi()
  const { locale: wanted } = useSearch({ strict: false })
  const { data: locales, error, refetch } = useQuery(localeCodesQuery(api))
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
