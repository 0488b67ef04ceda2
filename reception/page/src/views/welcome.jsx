// A browser that is no station yet.
import { t } from '../lang.js'

export const Welcome = ({ isBroken }) => (
  <main class="welcome">
    <h1>Zutritt</h1>
    {isBroken && <p class="refusal" role="alert">{t('This link is not whole. Open it again exactly as it was printed, or scan its code.')}</p>}
    <p>{t('This browser is not a display yet.')}</p>
    <p>{t('The administrator makes a link with “zutritt-station add”. Open it here once.')}</p>
  </main>
)
