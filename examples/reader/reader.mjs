/**
 * A front end of the smallest kind, written as for any v5 GraphQL API: it lists articles and shows
 * one of them. Where the content is stands in the environment and nowhere else:
 *
 *   API_URL=https://cms.example.com/cms/read/en-US API_KEY=tnt_… TENANT=acme node reader.mjs
 */
const { API_URL = '', API_KEY = '', TENANT = 'root' } = process.env // oxlint-disable-line node/no-process-env

const LIST = /* GraphQL */ `
  query ListArticles($limit: Int, $after: String) {
    listArticles(limit: $limit, after: $after, sort: [title_ASC]) {
      data {
        id
        entryId
        title
        savedOn
      }
      meta {
        cursor
        hasMoreItems
        totalCount
      }
      error {
        code
        message
        data
      }
    }
  }
`

const GET = /* GraphQL */ `
  query GetArticle($entryId: String!) {
    getArticle(where: { entryId: $entryId }) {
      data {
        title
        body
        author {
          name
        }
      }
      error {
        code
        message
        data
      }
    }
  }
`

/** Sends one query, and turns all three kinds of failure into an exception. */
async function query(document, variables) {
  const response = await fetch(API_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tenant': TENANT,
      authorization: `Bearer ${API_KEY}`,
    },
    body: JSON.stringify({ query: document, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(`${response.status}: ${errors[0].message}`)
  const [{ error, ...result }] = Object.values(data)
  if (error) throw new Error(`${error.code}: ${error.message}`)
  return result
}

async function listAll() {
  const articles = []
  let after = null
  do {
    const { data, meta } = await query(LIST, { limit: 2, after })
    articles.push(...data)
    after = meta.cursor
  } while (after)
  return articles
}

const articles = await listAll()
console.log(`${articles.length} articles`)
for (const { title } of articles) console.log(`- ${title}`)

if (articles[0]) {
  const { data } = await query(GET, { entryId: articles[0].entryId })
  console.log(`\n${data.title}\nby ${data.author?.name ?? 'nobody'}\n\n${data.body}`)
}
