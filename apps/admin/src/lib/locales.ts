import { queryOptions } from '@tanstack/react-query'
import type { Api } from './api.ts'
import { graphql } from './graphql.ts'

const LocaleInformation = graphql(`
  query LocaleInformation {
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

/** The locales that content can be in. Everybody may know them, also who manages none. */
export const localesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['locales', 'information'],
    queryFn: async () => {
      const { i18n } = await api.send(LocaleInformation, {})
      return i18n?.getI18NInformation.locales ?? []
    },
  })
