import { NativeSelect } from '@mantine/core'
import { FileIcon, FileTextIcon } from '@radix-ui/react-icons'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { isSingleton } from '../../lib/content-models.ts'
import { useContentSpace } from '../../lib/content.tsx'
import { useContentPages } from './content-pages.ts'
import { named } from './named.ts'

/** What there is to write, by the groups of the models. */
export function ContentNavigation({ isCollapsed }: { isCollapsed: boolean }) {
  const models = useContentPages()
  const groups = [...new Set(models.map(({ group }) => group.name))].sort()
  return (
    <>
      {!isCollapsed && <LocaleSwitcher />}
      {groups.map((name) => (
        <div key={name}>
          <div className="navigation-title">{isCollapsed ? null : name}</div>
          {models
            .filter(({ group }) => group.name === name)
            .map((model) => (
              <Link
                key={model.modelId}
                to="/content/$modelId"
                params={{ modelId: model.modelId }}
                className="navigation-link"
                activeOptions={{ includeSearch: false }}
                {...(isCollapsed && named(model.name))}
              >
                {isSingleton(model) ? <FileIcon /> : <FileTextIcon />}
                {!isCollapsed && <span className="navigation-text">{model.name}</span>}
              </Link>
            ))}
        </div>
      ))}
    </>
  )
}

/** Another locale is another content space; with only one there is nothing to switch. */
function LocaleSwitcher() {
  const { content, locales = [] } = useContentSpace()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  if (locales.length < 2) return null
  const [, area, modelId] = pathname.split('/')
  // An entry belongs to its locale: of the other one its list is shown.
  const open = (locale: string) =>
    area === 'content' && modelId
      ? navigate({ to: '/content/$modelId', params: { modelId }, search: { locale } })
      : navigate({ to: area === 'models' ? '/models' : '/', search: { locale } })
  return (
    <NativeSelect
      aria-label="Locale of the content"
      data={locales.map(({ code }) => code)}
      value={content?.locale ?? ''}
      onChange={(event) => void open(event.currentTarget.value)}
      mt={12}
      mx={8}
    />
  )
}
