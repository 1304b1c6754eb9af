import type { OddsRow } from '@kouyi/shared/contracts';

/** The odds exactly as the customer sees them before drawing: computed by the server from the table that draws. */
export const OddsCard = ({
  name,
  line,
  odds,
  rules,
}: {
  name: string;
  line: string;
  odds: readonly OddsRow[];
  rules: readonly string[];
}) => (
  <section className="odds-card" aria-label="顾客看到的概率公示">
    <h3>{name || '还没起名'}</h3>
    {line && <p>{line}</p>}
    {odds.length === 0 ? (
      <p>填好权重，这里就是顾客看到的概率表。</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">奖品</th>
            <th scope="col">概率</th>
            <th scope="col">剩余</th>
          </tr>
        </thead>
        <tbody>
          {odds.map(({ prizeId, name: prize, percent, left }) => (
            <tr key={prizeId}>
              <td>{prize || '还没起名'}</td>
              <td>{percent}</td>
              <td>{left === undefined ? '不限' : left}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <ul>
      {rules.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  </section>
);
