using System.Net.Sockets;
using Npgsql;

namespace Pixza.Api.Errors;

/// <summary>Says which faults mean that something we stand on is away rather than broken.</summary>
public static class Faults
{
    /// <summary>The database cannot be reached, is starting or stopping, or has no connection to give: the caller may try again.</summary>
    public static bool IsDatabaseDown(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is PostgresException postgres)
                return postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal) || postgres.SqlState.StartsWith("53", StringComparison.Ordinal);
            if (e is NpgsqlException { InnerException: SocketException or IOException or TimeoutException or null })
                return true;
        }

        return false;
    }
}
