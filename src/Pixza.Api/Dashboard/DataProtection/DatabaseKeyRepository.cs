using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Pixza.Core.Database;

namespace Pixza.Api.Dashboard.DataProtection;

/// <summary>Keeps the framework's data-protection keys in the database, so that every node reads every other node's cookies and forms.</summary>
public sealed class DatabaseKeyRepository(PixzaDatabase database, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.Source.OpenConnection();
        return [.. connection.Query<string>(AllSql).Select(xml => XElement.Parse(xml))];
    }

    private const string AllSql = "select xml from data_protection.keys order by created_at";

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.Source.OpenConnection();
        connection.Execute(StoreSql, new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting), now = clock.GetUtcNow() });
    }

    private const string StoreSql = """
        insert into data_protection.keys (name, xml, created_at) values (@name, @xml, @now)
        on conflict (name) do update set xml = excluded.xml
        """;
}
